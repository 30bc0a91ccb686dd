// What mmconf renders, with text/template and encoding/json, and no validation: INVENTORY OUT.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"text/template"
)

const haproxy = `{{$g := .tree.haproxy.global}}{{$d := .tree.haproxy.defaults}}{{$l := index .tree.haproxy.listeners "mirror-lists"}}{{$s := $l.server}}# Rendered by mmconf: change the inventory, not this file.

global
    user {{$g.user}}
    group {{$g.group}}
    daemon
    maxconn {{$g.maxconn}}
    hard-stop-after {{index $g "hard-stop-after"}}

defaults
    mode {{$d.mode}}
    retries {{$d.retries}}
{{- range .timeouts}}
    timeout {{.}} {{index $d.timeout .}}
{{- end}}
    option  redispatch
    option  httplog
    option  dontlognull

listen  mirror-lists
    bind {{$l.bind}}
    balance {{$l.balance}}
{{- range .hosts}}
    server  {{.}} {{.}}:{{$s.port}} check inter {{$s.inter}} rise {{$s.rise}} fall {{$s.fall}} maxconn {{$s.maxconn}}
{{- end}}
    option  httpchk {{$l.option.httpchk}}
    option  abortonclose
`

const apache = `{{$w := .tree.mirrorlist.wsgi}}{{$site := .tree.mirrorlist.site}}# Rendered by mmconf: change the inventory, not this file.

WSGIDaemonProcess mirrorlist user={{$w.user}} processes={{$w.processes}} threads={{$w.threads}} display-name={{index $w "display-name"}} maximum-requests={{index $w "maximum-requests"}} request-timeout={{seconds (index $w "request-timeout")}}
{{range $site.urls}}
WSGIScriptAlias {{.}} {{$site.script}} process-group={{index $site "process-group"}} application-group={{index $site "application-group"}}
{{- end}}

MaxRequestWorkers {{.tree.apache.MaxRequestWorkers}}
ListenBackLog {{.tree.apache.ListenBackLog}}
`

var ranged = regexp.MustCompile(`^(\w+)\[(\d+)-(\d+)\]$`)

func expand(name string) []string {
	parts := ranged.FindStringSubmatch(name)
	if parts == nil {
		return []string{name}
	}
	first, _ := strconv.Atoi(parts[2])
	last, _ := strconv.Atoi(parts[3])
	hosts := make([]string, 0, last-first+1)
	for n := first; n <= last; n++ {
		hosts = append(hosts, fmt.Sprintf("%s%0*d", parts[1], len(parts[2]), n))
	}
	return hosts
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func render(file, text string, values map[string]any) {
	functions := template.FuncMap{"seconds": func(text string) string { return strings.TrimSuffix(text, "s") }}
	target, err := os.Create(file)
	must(err)
	buffered := bufio.NewWriter(target)
	must(template.Must(template.New(file).Funcs(functions).Parse(text)).Execute(buffered, values))
	must(buffered.Flush())
	must(target.Close())
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	must(err)
	var tree map[string]any
	must(json.Unmarshal(text, &tree))
	names := []string{}
	for name := range tree["app_servers"].(map[string]any) {
		names = append(names, name)
	}
	sort.Strings(names)
	hosts := []string{}
	for _, name := range names {
		hosts = append(hosts, expand(name)...)
	}
	timeouts := []string{"connect", "client", "server", "queue", "http-request"}
	values := map[string]any{"tree": tree, "hosts": hosts, "timeouts": timeouts}
	render(filepath.Join(os.Args[2], "haproxy.cfg"), haproxy, values)
	render(filepath.Join(os.Args[2], "mirrorlist-server.conf"), apache, values)
}

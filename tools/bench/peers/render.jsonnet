// What mmconf renders, with no validation: jsonnet -S -m OUT --tla-code-file tree=INVENTORY render.jsonnet
local expand(name) =
  local parts = std.split(std.strReplace(std.strReplace(name, '[', '-'), ']', ''), '-');
  if std.length(parts) == 1 then [name] else
    local width = std.length(parts[1]);
    local first = std.parseInt(parts[1]);
    std.makeArray(
      std.parseInt(parts[2]) - first + 1,
      function(n)
        local number = std.toString(first + n);
        parts[0] + std.repeat('0', width - std.length(number)) + number
    );

function(tree)
  local defaults = tree.haproxy.defaults;
  local global = tree.haproxy.global;
  local listener = tree.haproxy.listeners['mirror-lists'];
  local server = listener.server;
  local wsgi = tree.mirrorlist.wsgi;
  local site = tree.mirrorlist.site;
  local rest = ':%d check inter %s rise %d fall %d maxconn %d' %
               [server.port, server.inter, server.rise, server.fall, server.maxconn];
  local hosts = std.flatMap(expand, std.objectFields(tree.app_servers));
  {
    'haproxy.cfg': std.join('\n', [
      '# Rendered by mmconf: change the inventory, not this file.',
      '',
      'global',
      '    user ' + global.user,
      '    group ' + global.group,
      '    daemon',
      '    maxconn %d' % global.maxconn,
      '    hard-stop-after ' + global['hard-stop-after'],
      '',
      'defaults',
      '    mode ' + defaults.mode,
      '    retries %d' % defaults.retries,
    ] + [
      '    timeout %s %s' % [name, defaults.timeout[name]]
      for name in ['connect', 'client', 'server', 'queue', 'http-request']
    ] + [
      '    option  redispatch',
      '    option  httplog',
      '    option  dontlognull',
      '',
      'listen  mirror-lists',
      '    bind ' + listener.bind,
      '    balance ' + listener.balance,
    ] + ['    server  ' + host + ' ' + host + rest for host in hosts] + [
      '    option  httpchk ' + listener.option.httpchk,
      '    option  abortonclose',
    ]),
    'mirrorlist-server.conf': std.join('\n', [
      '# Rendered by mmconf: change the inventory, not this file.',
      '',
      'WSGIDaemonProcess mirrorlist user=%s processes=%d threads=%d display-name=%s maximum-requests=%d request-timeout=%s' % [
        wsgi.user,
        wsgi.processes,
        wsgi.threads,
        wsgi['display-name'],
        wsgi['maximum-requests'],
        std.strReplace(wsgi['request-timeout'], 's', ''),
      ],
      '',
    ] + [
      'WSGIScriptAlias %s %s process-group=%s application-group=%s' %
      [url, site.script, site['process-group'], site['application-group']]
      for url in site.urls
    ] + [
      '',
      'MaxRequestWorkers %d' % tree.apache.MaxRequestWorkers,
      'ListenBackLog %d' % tree.apache.ListenBackLog,
    ]),
  }

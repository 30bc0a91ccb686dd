# The least that can be done: the host names of a YAML inventory, a line for each, put into what was rendered before,
# which stands in the file `frame`. Nothing else is read.
BEGIN {
  while ((getline line < frame) > 0) {
    if (line ~ /^    server  app000001 /) {
      rest = substr(line, length("    server  app000001 app000001") + 1)
      inside = 1
    } else if (line ~ /^    server  app/) continue
    else if (inside) after = after line "\n"
    else before = before line "\n"
  }
  printf "%s", before
}
/^  "?app[0-9]+"?: \{/ {
  host = $1
  gsub(/[":]/, "", host)
  print "    server  " host " " host rest
}
END { printf "%s", after }

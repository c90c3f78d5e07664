/** Output of `--help`. */
export const usage = `eureka-server: a Eureka registry

  eureka-server [flags]

  -p, --port 8761      the port to listen on; 0 takes any that is free
      --peer <url>     another server of this cluster, as in http://localhost:7002/eureka/; may be repeated
  -c, --config <file>  an application.yml (or .properties) with the names that Spring uses
      --check          print the resulting settings and where each was set, then exit
      --strict         fail if a setting has no effect that probably should have one; with --check: exit code 2
  -h, --help           this text
  -v, --version        the version

HOST (--server.address=) is the address to listen on. It is localhost: other machines cannot connect. HOST=0.0.0.0
listens on every network, as a peer or client on another machine needs.

Every setting can be given by its whole name, as in --eureka.server.enable-self-preservation=false. Flags win over
the environment (PORT, EUREKA_SERVER_ENABLE_SELF_PRESERVATION, ...), the environment over the file, the file over the
defaults; --check prints the result.

Exit codes: 0 stopped in order, 1 failure, 2 invalid flags or settings.
`;

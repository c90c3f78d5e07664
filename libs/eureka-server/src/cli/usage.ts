/** Output of `--help`. */
export const usage = `eureka-server: a Eureka registry

  eureka-server [flags]

  -p, --port 8761      the port to listen on; 0 takes any that is free
      --peer <url>     another server of this cluster, as in http://localhost:7002/eureka/; may be repeated
  -c, --config <file>  an application.yml (or .properties) with the names that Spring uses
      --check          print the resulting settings and where each was set, then exit
  -h, --help           this text
  -v, --version        the version

Every setting can be given by its whole name, as in --eureka.server.enable-self-preservation=false. Flags win over
the environment (PORT, EUREKA_SERVER_ENABLE_SELF_PRESERVATION, ...), the environment over the file, the file over the
defaults; --check prints the result.

Exit codes: 0 stopped in order, 1 failure, 2 invalid flags or settings.
`;

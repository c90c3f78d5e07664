/** What `--help` prints. */
export const usage = `eureka-server: a Eureka registry by itself

  eureka-server [flags]

  -p, --port 8761      the port to listen on; 0 takes any that is free
      --peer <url>     another server of this cluster, such as http://localhost:7002/eureka/; may be repeated
  -c, --config <file>  an application.yml (or .properties) with the names that Spring uses
      --check          tell what would be done, and why, and do nothing
  -h, --help           this text
  -v, --version        the version

Every setting can be given by its whole name, as in --eureka.server.enable-self-preservation=false; --check lists
what was understood. What a flag says wins over the environment (PORT, EUREKA_SERVER_ENABLE_SELF_PRESERVATION, ...),
which wins over the file, which wins over the default.

Exit codes: 0 stopped in order, 1 a fault, 2 wrong flags or settings.
`;

const segment = encodeURIComponent;

/**
 * Paths of a registry's resources, relative to a service URL such as
 * `http://localhost:7001/eureka/`. Trailing slashes are the ones Java sends.
 */
export const paths = {
  apps: (): string => 'apps/',
  delta: (): string => 'apps/delta',
  vip: (vip: string): string => `vips/${segment(vip)}`,
  app: (app: string): string => `apps/${segment(app)}`,
  instance: (app: string, id: string): string => `apps/${segment(app)}/${segment(id)}`,
  status: (app: string, id: string): string => `${paths.instance(app, id)}/status`,
  metadata: (app: string, id: string): string => `${paths.instance(app, id)}/metadata`,
  batch: (): string => 'peerreplication/batch/',
} as const;

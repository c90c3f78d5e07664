/** What the apps look up by name at run time, so what the bundle leaves out and the image has to bring along. */
export const runtimePackages = ['libsql', 'mysql2', 'reflect-metadata', 'swagger-ui-dist'];

/** Token of a service's client; the name is not case-sensitive. */
export const serviceClientToken = (service: string): string => `ServiceClient ${service.toLowerCase()}`;

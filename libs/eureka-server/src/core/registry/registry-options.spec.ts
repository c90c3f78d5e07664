import { EurekaServerOptions } from '../../options/eureka-server.options.js';
import { defaultRegistryOptions } from './registry-options.js';

describe("the registry's options", () => {
  it('are by default what a server is started with', () => {
    expect(new EurekaServerOptions()).toMatchObject(defaultRegistryOptions);
  });
});

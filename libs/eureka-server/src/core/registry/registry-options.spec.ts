import { EurekaServerOptions } from '../../options/eureka-server.options.js';
import { defaultRegistryOptions } from './registry-options.js';

describe("the registry's default options", () => {
  it('are those of a server', () => {
    expect(new EurekaServerOptions()).toMatchObject(defaultRegistryOptions);
  });
});

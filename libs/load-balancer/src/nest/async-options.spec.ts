import { HttpService } from '@nestjs/axios';
import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ServiceClient } from '../adapters/axios/service-client.js';
import { fixedList, LoadBalancer } from '../index.js';
import {
  LoadBalancedHttpModule,
  type LoadBalancedHttpOptionsFactory,
  LoadBalancerModule,
  type LoadBalancerOptionsFactory,
  type ServiceClientOptionsFactory,
} from './index.js';

const PORT = Symbol('port');

@Module({ providers: [{ provide: PORT, useValue: 8001 }], exports: [PORT] })
class PortModule {}

/** A class of the user's that creates all options, from something that is injected into it. */
@Injectable()
class Config
  implements LoadBalancerOptionsFactory, LoadBalancedHttpOptionsFactory, ServiceClientOptionsFactory
{
  static created = 0;
  constructor(@Inject(PORT) private readonly port: number) {
    Config.created++;
  }

  createLoadBalancerOptions() {
    return { source: fixedList({ payment: [`http://127.0.0.1:${this.port}`] }) };
  }

  async createHttpOptions() {
    return { timeout: this.port };
  }

  createServiceClientOptions() {
    return { tlsName: 'service' as const, http: { auth: { username: 'u', password: `${this.port}` } } };
  }
}

@Module({ imports: [PortModule], providers: [Config], exports: [Config] })
class ConfigModule {}

describe('options of the modules from a class', () => {
  it.each([
    ['useClass', { useClass: Config, imports: [PortModule] }, 3],
    ['useExisting', { useExisting: Config, imports: [ConfigModule] }, 1],
  ])('%s', async (_, given, instances) => {
    Config.created = 0;
    const testing = await Test.createTestingModule({
      imports: [
        LoadBalancerModule.forRootAsync(given),
        LoadBalancerModule.forFeatureAsync('payment', given),
        LoadBalancedHttpModule.registerAsync(given),
      ],
    }).compile();
    expect(testing.get(LoadBalancer).choose('payment')?.port).toBe(8001);
    expect(testing.get(LoadBalancer).settingsOf('payment')).toEqual({ tlsName: 'service' });
    const { axios } = testing.get(ServiceClient, { strict: false });
    expect(axios.defaults.auth).toEqual({ username: 'u', password: '8001' });
    const { axiosRef } = testing.get(HttpService, { strict: false });
    expect(axiosRef.defaults.timeout).toBe(8001);
    expect(Config.created).toBe(instances);
    await testing.close();
  });

  it('are named in the error if they are missing', () =>
    expect(() => LoadBalancerModule.forRootAsync({} as never)).toThrow(
      'the options of this module need one of useFactory, useClass and useExisting',
    ));
});

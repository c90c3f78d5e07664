import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ServiceClient } from '../adapters/axios/service-client.js';
import { fixedList, LoadBalancer, withVersion } from '../index.js';
import type { ServiceSettings } from '../options/load-balancer-parts.js';
import { InjectServiceClient, LoadBalancerModule } from './index.js';

describe('two forFeature for one service', () => {
  const source = fixedList({ payment: ['http://127.0.0.1:8001'] });
  const [one, two] = [withVersion('1'), withVersion('2')];

  const settingsWith = async (first?: ServiceSettings, second?: ServiceSettings, services = {}) => {
    @Module({ imports: [LoadBalancerModule.forFeature('payment', first)] })
    class First {}
    @Module({ imports: [LoadBalancerModule.forFeature('PAYMENT', second)] })
    class Second {}
    const root = LoadBalancerModule.forRoot({ source, services });
    const testing = await Test.createTestingModule({ imports: [root, First, Second] }).compile();
    const settings = testing.get(LoadBalancer).settingsOf('payment');
    await testing.close();
    return settings;
  };

  it.each<[string, ServiceSettings, ServiceSettings]>([
    ['other filters', { filters: [one] }, { filters: [two] }],
    ['other filters, in the other order', { filters: [two] }, { filters: [one] }],
    ['other settings', { filters: [one] }, { retry: { attempts: 1 } }],
    ['more settings', { filters: [one] }, { filters: [one], retry: { attempts: 1 } }],
    ['another number', { retry: { attempts: 1 } }, { retry: { attempts: 2 } }],
    ['another function', { hostHeader: () => 'a' }, { hostHeader: () => 'a' }],
  ])('are an error that names both if they have %s', async (_, first, second) => {
    const error = await settingsWith(first, second).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ code: 'LB_SETTINGS_CONFLICT' });
    const at = String.raw`at .*feature-settings\.spec\.ts:\d+:\d+\)?`;
    const [these, those] = [first, second].map((each) => `{ ${Object.keys(each).join(', ')} }`);
    expect((error as Error).message).toMatch(
      new RegExp(
        `^payment has different settings in two forFeature, ${these} ${at} and ${those} ${at}: give`,
        'i',
      ),
    );
    expect((error as { given: string[] }).given[0]).not.toBe((error as { given: string[] }).given[1]);
  });

  it.each<[string, ServiceSettings | undefined, ServiceSettings | undefined]>([
    ['only the first has settings', { filters: [one] }, undefined],
    ['only the second has settings', {}, { filters: [one] }],
    ['one leaves a setting undefined', { filters: [one] }, { filters: undefined }],
    ['both have the same, or undefined', { filters: [one], retry: undefined }, { filters: [one] }],
    ['both have the same', { filters: [one] }, { filters: [one] }],
  ])('are fine if %s', async (_, first, second) =>
    expect(await settingsWith(first, second)).toEqual({ filters: [one] }),
  );

  it.each([
    [{ retries: { attempts: 1 } }, 'retries is', 'only strategy, filters, retry'],
    [{ retry: { atempts: 1 } }, 'retry.atempts is', 'did you mean attempts'],
    [{ ejection: { formMs: 1 } }, 'ejection.formMs is', 'did you mean forMs'],
    [{ filter: [] }, 'filter is', 'did you mean filters'],
  ])('are rejected with a name that does not exist, as in forRoot: %j', async (wrong, where, hint) => {
    const given = wrong as ServiceSettings;
    const error = { code: 'INVALID_OPTION', message: expect.stringMatching(`^${where}.*${hint}`) };
    await expect(settingsWith(given)).rejects.toMatchObject(error);
    await expect(settingsWith({}, {}, { payment: given })).rejects.toMatchObject(error);
  });

  it('are rejected with rules in forRoot that do not exist', async () => {
    const retry: object = { atempts: 1 };
    const testing = Test.createTestingModule({ imports: [LoadBalancerModule.forRoot({ source, retry })] });
    await expect(testing.compile()).rejects.toThrow('did you mean attempts?');
  });

  it('add to the settings in forRoot, and win over them', async () => {
    const services = { Payment: { filters: [two], tlsName: 'service' } };
    expect(await settingsWith({ filters: [one] }, {}, services)).toEqual({
      filters: [one],
      tlsName: 'service',
    });
  });

  it('each have their own http options', async () => {
    @Injectable()
    class Admin {
      constructor(@InjectServiceClient('payment') readonly client: ServiceClient) {}
    }
    @Injectable()
    class Shop {
      constructor(readonly client: ServiceClient) {}
    }
    @Module({
      imports: [LoadBalancerModule.forFeature('payment', { http: { headers: { 'x-role': 'admin' } } })],
      providers: [Admin],
    })
    class AdminModule {}
    @Module({
      imports: [LoadBalancerModule.forFeature('payment', { http: { timeout: 5, maxContentLength: 9 } })],
      providers: [Shop],
    })
    class ShopModule {}
    const root = LoadBalancerModule.forRoot({ source, timeoutMs: 7_000 });
    const testing = await Test.createTestingModule({ imports: [root, AdminModule, ShopModule] }).compile();
    const admin = testing.get(Admin, { strict: false }).client.axios.defaults;
    const shop = testing.get(Shop, { strict: false }).client.axios.defaults;
    expect([admin.headers['x-role'], admin.timeout, admin.maxContentLength]).toEqual(['admin', 7_000, -1]);
    expect([shop.headers['x-role'], shop.timeout, shop.maxContentLength]).toEqual([undefined, 5, 9]);
    await testing.close();
  });
});

import { encodeApplicationsDocument, encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { InconsistentResponseError, UnusableResponseError } from './errors.js';
import {
  cancelRequest,
  deltaRequest,
  heartbeatRequest,
  registerRequest,
  type RegistryRequest,
  fullFetchRequest,
} from './registry-requests.js';

const payment = anInstance({ lastDirtyTimestamp: 1_750_000_000_000 });
const fetchOptions = { now: 1_750_000_000_000, detail: 'full' } as const;
const requests: Record<string, RegistryRequest<unknown>> = {
  register: registerRequest(payment),
  heartbeat: heartbeatRequest(payment),
  cancel: cancelRequest(payment),
  full: fullFetchRequest(fetchOptions),
  delta: deltaRequest(fetchOptions),
};

describe('a request to a registry', () => {
  it.each([
    ['register', 'POST', 'apps/CLOUD-PAYMENT-SERVICE'],
    ['heartbeat', 'PUT', 'apps/CLOUD-PAYMENT-SERVICE/payment8001?status=UP&lastDirtyTimestamp=1750000000000'],
    ['cancel', 'DELETE', 'apps/CLOUD-PAYMENT-SERVICE/payment8001'],
    ['full', 'GET', 'apps/'],
    ['delta', 'GET', 'apps/delta'],
  ])('%s is %s %s', (name, method, path) => expect(requests[name]).toMatchObject({ method, path }));

  it('has a body only if it is a registration', () => {
    expect(requests.register?.body).toEqual(encodeInstanceDocument(payment));
    expect(Object.keys(requests).filter((name) => requests[name]?.body)).toEqual(['register']);
  });

  it('escapes special characters of an id', () => {
    const odd = anInstance({ instanceId: 'desk:pay/ment?#[1]' });
    expect(cancelRequest(odd).path).toBe('apps/CLOUD-PAYMENT-SERVICE/desk%3Apay%2Fment%3F%23%5B1%5D');
  });

  it.each([
    ['register', 204, 'registered'],
    ['register', 200, 'unusable'],
    ['register', 404, 'unusable'],
    ['register', 400, 'unusable'],
    ['heartbeat', 200, 'renewed'],
    ['heartbeat', 404, 'unknown instance'],
    ['heartbeat', 409, 'unusable'],
    ['heartbeat', 503, 'unusable'],
    ['heartbeat', 302, 'unusable'],
    ['cancel', 200, 'cancelled'],
    ['cancel', 404, 'unknown instance'],
    ['cancel', 500, 'unusable'],
    ['full', 404, 'unusable'],
    ['full', 403, 'unusable'],
    ['full', 204, 'unusable'],
    ['delta', 403, 'not offered'],
    ['delta', 404, 'not offered'],
    ['delta', 500, 'unusable'],
  ])('%s reads a %d as: %s', (name, status, meaning) => {
    const read = () => requests[name]?.read({ status, body: '' });
    if (meaning === 'unusable') expect(read).toThrow(UnusableResponseError);
    else expect(read()).toBe(meaning);
  });

  it.each(['full', 'delta'])('%s reads the applications in a 200', (name) => {
    const applications = {
      version: '1',
      hashCode: 'UP_1_',
      applications: [{ name: payment.app, instances: [payment] }],
    };
    const body = JSON.stringify(encodeApplicationsDocument(applications));
    expect(requests[name]?.read({ status: 200, body })).toEqual(applications);
  });

  it('asks for the compact form with a header, and always for the change position', () => {
    const compact = { ...fetchOptions, detail: 'compact' } as const;
    for (const request of [fullFetchRequest(compact), deltaRequest(compact)])
      expect(request.headers).toEqual({ 'x-eureka-accept': 'compact', 'eureka-nest-changes': 'ask' });
    expect(requests.full?.headers).toEqual({ 'eureka-nest-changes': 'ask' });
  });

  it('rejects a full registry that does not match its hash code, unless that is accepted', () => {
    const short = {
      version: '1',
      hashCode: 'UP_2_',
      applications: [{ name: payment.app, instances: [payment] }],
    };
    const response = { status: 200, body: JSON.stringify(encodeApplicationsDocument(short)) };
    expect(() => requests.full?.read(response)).toThrow(InconsistentResponseError);
    expect(fullFetchRequest(fetchOptions, true).read(response)).toEqual(short);
    expect(requests.delta?.read(response)).toEqual(short);
  });

  it('never accepts an empty registry against its hash code, though one with the code of an empty one', () => {
    const hollow = { version: '1', hashCode: 'UP_2_', applications: [] };
    const bodyOf = (registry: typeof hollow) => JSON.stringify(encodeApplicationsDocument(registry));
    const read = (body: string) => fullFetchRequest(fetchOptions, true).read({ status: 200, body });
    expect(() => read(bodyOf(hollow))).toThrow(InconsistentResponseError);
    expect(read(bodyOf({ ...hollow, hashCode: '' })).applications).toEqual([]);
  });

  it('may fetch a single virtual host name', () => {
    expect(fullFetchRequest({ ...fetchOptions, vip: 'a/b c' }).path).toBe('vips/a%2Fb%20c');
  });

  it('reports the target of a redirect, without a login, and what to do', () => {
    const response = { status: 302, body: '', location: 'http://me:secret@b:1/eureka/v2/apps/' };
    expect(() => requests.full?.read(response)).toThrow(
      'unusable response to a fetch of the registry (HTTP 302): redirects are not followed; ' +
        'set the service URL to the target, http://b:1/eureka/v2/apps/',
    );
  });

  it('quotes the beginning of an error body, on one line', () => {
    const body = `Missing\n hostname ${'x'.repeat(200)}`;
    expect(() => requests.register?.read({ status: 400, body })).toThrow(
      `unusable response to the registration (HTTP 400): Missing hostname ${'x'.repeat(83)}…`,
    );
  });
});

import { encodeApplicationsDocument, encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { InconsistentAnswerError, UnusableAnswerError } from './errors.js';
import {
  cancelCall,
  changesCall,
  heartbeatCall,
  registerCall,
  type RegistryCall,
  wholeRegistryCall,
} from './registry-requests.js';

const payment = anInstance({ lastDirtyTimestamp: 1_750_000_000_000 });
const reading = { now: 1_750_000_000_000, detail: 'full' } as const;
const calls: Record<string, RegistryCall<unknown>> = {
  register: registerCall(payment),
  heartbeat: heartbeatCall(payment),
  cancel: cancelCall(payment),
  whole: wholeRegistryCall(reading),
  changes: changesCall(reading),
};

describe('a call to a registry', () => {
  it.each([
    ['register', 'POST', 'apps/CLOUD-PAYMENT-SERVICE'],
    ['heartbeat', 'PUT', 'apps/CLOUD-PAYMENT-SERVICE/payment8001?status=UP&lastDirtyTimestamp=1750000000000'],
    ['cancel', 'DELETE', 'apps/CLOUD-PAYMENT-SERVICE/payment8001'],
    ['whole', 'GET', 'apps/'],
    ['changes', 'GET', 'apps/delta'],
  ])('%s is %s %s', (name, method, path) => expect(calls[name]).toMatchObject({ method, path }));

  it('sends a body with a registration alone', () => {
    expect(calls.register?.body).toEqual(encodeInstanceDocument(payment));
    expect(Object.keys(calls).filter((name) => calls[name]?.body)).toEqual(['register']);
  });

  it('escapes an id that has signs of its own in a URL', () => {
    const odd = anInstance({ instanceId: 'desk:pay/ment?#[1]' });
    expect(cancelCall(odd).path).toBe('apps/CLOUD-PAYMENT-SERVICE/desk%3Apay%2Fment%3F%23%5B1%5D');
  });

  it.each([
    ['register', 204, 'registered'],
    ['register', 200, 'unusable'],
    ['register', 404, 'unusable'],
    ['register', 400, 'unusable'],
    ['heartbeat', 200, 'renewed'],
    ['heartbeat', 404, 'register again'],
    ['heartbeat', 409, 'unusable'],
    ['heartbeat', 503, 'unusable'],
    ['heartbeat', 302, 'unusable'],
    ['cancel', 200, 'cancelled'],
    ['cancel', 404, 'was not there'],
    ['cancel', 500, 'unusable'],
    ['whole', 404, 'unusable'],
    ['whole', 403, 'unusable'],
    ['whole', 204, 'unusable'],
    ['changes', 403, 'not offered'],
    ['changes', 404, 'not offered'],
    ['changes', 500, 'unusable'],
  ])('%s reads a %d as: %s', (name, status, meaning) => {
    const read = () => calls[name]?.read({ status, body: '' });
    if (meaning === 'unusable') expect(read).toThrow(UnusableAnswerError);
    else expect(read()).toBe(meaning);
  });

  it.each(['whole', 'changes'])('%s reads the applications in a 200', (name) => {
    const applications = {
      version: '1',
      hashCode: 'UP_1_',
      applications: [{ name: payment.app, instances: [payment] }],
    };
    const body = JSON.stringify(encodeApplicationsDocument(applications));
    expect(calls[name]?.read({ status: 200, body })).toEqual(applications);
  });

  it('asks for the compact form by a header, and always of which moment the answer is', () => {
    const compact = { ...reading, detail: 'compact' } as const;
    for (const call of [wholeRegistryCall(compact), changesCall(compact)])
      expect(call.headers).toEqual({ 'x-eureka-accept': 'compact', 'eureka-nest-changes': 'ask' });
    expect(calls.whole?.headers).toEqual({ 'eureka-nest-changes': 'ask' });
  });

  it('refuses a whole registry that does not add up, unless told to believe it', () => {
    const hollow = { version: '1', hashCode: 'UP_2_', applications: [] };
    const answer = { status: 200, body: JSON.stringify(encodeApplicationsDocument(hollow)) };
    expect(() => calls.whole?.read(answer)).toThrow(InconsistentAnswerError);
    expect(wholeRegistryCall(reading, true).read(answer)).toEqual(hollow);
    expect(calls.changes?.read(answer)).toEqual(hollow);
  });

  it('may ask for one virtual host name alone', () => {
    expect(wholeRegistryCall({ ...reading, vip: 'a/b c' }).path).toBe('vips/a%2Fb%20c');
  });

  it('says where a redirect leads, without a login, and what to do', () => {
    const answer = { status: 302, body: '', location: 'http://me:secret@b:1/eureka/v2/apps/' };
    expect(() => calls.whole?.read(answer)).toThrow(
      'a fetch of the registry was answered with 302 and sent on to http://b:1/eureka/v2/apps/, ' +
        'which is not followed: set the service URL to the address that answers',
    );
  });

  it('quotes the first words of a refusal, on one line', () => {
    const body = `Missing\n hostname ${'x'.repeat(200)}`;
    expect(() => calls.register?.read({ status: 400, body })).toThrow(
      `the registration was answered with 400 Missing hostname ${'x'.repeat(83)}…`,
    );
  });
});

import { actionIn } from './action.mjs';

const apps = [
  { name: 'eureka-7001', kind: 'registry' },
  { name: 'payment-provider-8001', kind: 'provider' },
];
const provider = 'payment-provider-8001';

describe('an action of the lab', () => {
  it.each([
    { action: 'kill', name: 'eureka-7001' },
    { action: 'start', name: provider },
    { action: 'drain', name: provider },
    { action: 'behave', name: provider, behaviour: { delayMs: 0 } },
    { action: 'behave', name: provider, behaviour: { delayMs: 30_000, failWith: 500 } },
    { action: 'timings', timings: 'classic' },
    { action: 'call', times: 1_000 },
  ])('%j is valid', (body) => {
    expect(actionIn(body, apps)).toEqual({ action: body });
  });

  it('is passed on with its known fields alone', () => {
    const known = { action: 'behave', name: provider, behaviour: { delayMs: 1 } };
    const given = JSON.parse('{"extra":{"deep":1},"__proto__":{"polluted":1}}');
    expect(actionIn({ ...given, ...known, behaviour: { ...known.behaviour, extra: 1 } }, apps)).toEqual({
      action: known,
    });
  });

  it.each([
    [undefined, 'JSON object'],
    [null, 'JSON object'],
    [[], 'JSON object'],
    ['kill', 'JSON object'],
    [{ action: { toString: 1 } }, 'action: one of'],
    [{ action: ['kill'], name: provider }, 'action: one of'],
    [{ action: 'toString', name: provider }, 'action: one of'],
    [{ action: 'kill', name: { toString: 1 } }, 'name: one of eureka-7001'],
    [{ action: 'kill', name: [provider] }, 'name: one of eureka-7001'],
    [{ action: 'behave', name: provider, behaviour: [] }, 'behaviour.delayMs'],
    [{ action: 'behave', name: provider, behaviour: { delayMs: { valueOf: 1 } } }, 'behaviour.delayMs'],
    [{ action: 'behave', name: provider, behaviour: { delayMs: 1, failWith: {} } }, 'behaviour.failWith'],
    [{ action: 'timings', timings: { toString: 1 } }, 'classic or fast'],
    [{ action: 'call', times: { valueOf: 1 } }, 'from 1 to 1000'],
    [{ action: 'call', times: '5' }, 'from 1 to 1000'],
    [{ action: 'burn' }, 'action: one of'],
    [{ action: 'kill', name: '../7001' }, 'name: one of eureka-7001'],
    [{ action: 'drain', name: 'eureka-7001' }, 'only providers'],
    [{ action: 'behave', name: 'eureka-7001', behaviour: { delayMs: 1 } }, 'only providers'],
    [{ action: 'behave', name: provider }, 'behaviour.delayMs'],
    [{ action: 'behave', name: provider, behaviour: { delayMs: -1 } }, 'behaviour.delayMs'],
    [{ action: 'behave', name: provider, behaviour: { delayMs: 1, failWith: 200 } }, 'behaviour.failWith'],
    [{ action: 'timings', timings: 'slow' }, 'classic or fast'],
    [{ action: 'call', times: 1_001 }, 'from 1 to 1000'],
    [{ action: 'call', times: 1.5 }, 'from 1 to 1000'],
  ])('%j is refused', (body, reason) => {
    expect(actionIn(body, apps)).toEqual({ wrong: expect.stringContaining(reason) });
  });
});

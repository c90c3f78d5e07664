import { scenarioNames, shippedScenario } from '../scenarios/index.js';
import { parseScenario } from './parse-scenario.js';
import { decodeScenario, encodeScenario, scenarioLines } from './scenario-text.js';

const noText = { zh: '', en: '' };

describe('a scenario in a URL', () => {
  it.each(scenarioNames)('%s is the same scenario, in fewer than 2,000 characters', (name) => {
    const scenario = shippedScenario(name);
    const encoded = encodeScenario(scenario);
    expect(decodeScenario(encoded)).toEqual({ ...scenario, title: noText, text: noText });
    expect(encoded.length).toBeLessThan(2_000);
    // Nothing in it has to be escaped in the part of a URL after its `#`.
    expect(new URL(`http://companion/#${encoded}`).hash).toBe(`#${encoded}`);
  });

  it('has all kinds of events', () => {
    const lines = [
      'seed 3',
      'end 60s',
      'registry eureka-7001',
      'provider payment-8001 CLOUD-PAYMENT-SERVICE',
      '0s start eureka-7001',
      '1s pause payment-8001',
      '2s resume payment-8001',
      '3s cut payment-8001 eureka-7001 one-way',
      '4s heal payment-8001 eureka-7001',
      '5s latency payment-8001 eureka-7001 250ms',
      '6s loss payment-8001 eureka-7001 30%',
      '7s status payment-8001 OUT_OF_SERVICE',
      '8s status payment-8001 none',
      '9s set heartbeat-seconds 5',
      '10s set retries off',
      '11.1s stop payment-8001',
      '11150ms call payment-8001 GET http://a/b?c=d&e=%20',
    ];
    const scenario = parseScenario(lines.join('\n'));
    expect(scenarioLines(scenario)).toEqual(lines);
    expect(scenarioLines(decodeScenario(encodeScenario(scenario)))).toEqual(lines);
  });

  it('names the line of a mistake', () => {
    expect(() => decodeScenario('seed+1*1s+kill+nobody-1')).toThrow('line 2: nobody-1 is not declared above');
  });
});

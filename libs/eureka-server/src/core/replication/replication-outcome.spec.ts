import { type ReplicationResponse, replicationActions } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { replicationOutcome } from './replication-outcome.js';

const instance = anInstance();
const item = { appName: 'SHOP', id: 'web-1' };

describe("a peer's response", () => {
  it.each<{ says: string; answer: ReplicationResponse; consequence: string }>([
    { says: '200', answer: { statusCode: 200 }, consequence: 'none' },
    { says: '204', answer: { statusCode: 204 }, consequence: 'none' },
    { says: '404', answer: { statusCode: 404 }, consequence: 'register-there' },
    { says: '409 with its copy', answer: { statusCode: 409, instance }, consequence: 'adopt-theirs' },
    { says: '409 without', answer: { statusCode: 409 }, consequence: 'failed' },
    { says: '500', answer: { statusCode: 500 }, consequence: 'failed' },
    { says: '500 with its copy', answer: { statusCode: 500, instance }, consequence: 'adopt-theirs' },
  ])('$says to a heartbeat has the consequence: $consequence', ({ answer, consequence }) => {
    expect(replicationOutcome({ ...item, action: 'Heartbeat' }, answer)).toBe(consequence);
  });

  it.each(replicationActions.filter((action) => action !== 'Heartbeat'))(
    'to a %s asks for nothing',
    (action) => {
      expect(replicationOutcome({ ...item, action }, { statusCode: 200 })).toBe('none');
      expect(replicationOutcome({ ...item, action }, { statusCode: 404 })).toBe('failed');
      expect(replicationOutcome({ ...item, action }, { statusCode: 409, instance })).toBe('failed');
    },
  );
});

import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock, type ManualClock } from '@eureka-nest/runtime/testing';
import { Registry } from '../core/registry/registry.js';
import { defaultRegistryOptions, type RegistryOptions } from '../core/registry/registry-options.js';
import type { Mutation } from '../core/replication/replication-task.js';
import { RegistryService } from './registry.service.js';

const payment = anInstance({ port: 8001, leaseSecs: 90 });
const { app } = payment;
const id = 'payment8001';
const nothing = () => undefined;
const silent = { log: nothing, warn: nothing, error: nothing, debug: nothing };

describe('the registry service', () => {
  let clock: ManualClock;
  let lines: string[];
  let replicated: Mutation[];
  let service: RegistryService;

  beforeEach(() => start({}));

  function start(options: Partial<RegistryOptions>): void {
    clock = manualClock();
    lines = [];
    replicated = [];
    const say = (level: string) => (line: string) =>
      void (level === 'debug' || lines.push(`${level} ${line}`));
    const logger = { log: say('log'), warn: say('warn'), error: say('error'), debug: say('debug') };
    const registry = new Registry({ ...defaultRegistryOptions, ...options }, clock, () => 0);
    service = new RegistryService(registry, {
      clock,
      logger,
      replicate: (change) => void replicated.push(change),
    });
  }
  const actions = () => replicated.map(({ action }) => action);

  it('logs each change in a line and replicates it', () => {
    service.register(payment, 'client');
    service.heartbeat(app, id, { from: 'client' });
    service.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'client' });
    service.removeOverride(app, id, 'UP', { from: 'client' });
    service.putMetadata(app, id, [['color', 'blue']]);
    service.cancel(app, id, 'client');
    expect(lines).toEqual([
      'log registered CLOUD-PAYMENT-SERVICE/payment8001 UP (from client)',
      'log override set on CLOUD-PAYMENT-SERVICE/payment8001: OUT_OF_SERVICE (from client)',
      'log override removed from CLOUD-PAYMENT-SERVICE/payment8001: OUT_OF_SERVICE, now UP (from client)',
      'log metadata of CLOUD-PAYMENT-SERVICE/payment8001: color=blue',
      'log cancelled CLOUD-PAYMENT-SERVICE/payment8001 (from client)',
    ]);
    expect(actions()).toEqual([
      'Register',
      'Heartbeat',
      'StatusUpdate',
      'DeleteStatusOverride',
      'Register',
      'Cancel',
    ]);
  });

  it("does not replicate a peer's changes, which would circle", () => {
    service.register(payment, 'peer');
    service.heartbeat(app, id, { from: 'peer' });
    service.setStatus(app, id, 'DOWN', { from: 'peer' });
    service.removeOverride(app, id, 'UP', { from: 'peer' });
    service.acceptPeerCopy({ ...payment, overriddenStatus: 'OUT_OF_SERVICE' });
    service.cancel(app, id, 'peer');
    expect(actions()).toEqual([]);
    expect(lines).toContain('log registered CLOUD-PAYMENT-SERVICE/payment8001 UP (from peer)');
  });

  it('logs nothing for what changes nothing, and replicates nothing about unknown instances', () => {
    service.register(payment, 'client');
    service.register(payment, 'client');
    expect(lines).toHaveLength(1);
    expect(service.cancel(app, 'unknown', 'client')).toBe(false);
    expect(service.heartbeat(app, 'unknown', { from: 'client' }).verdict).toBe('register-again');
    expect(service.setStatus(app, 'unknown', 'UP', { from: 'client' })).toBe(false);
    expect(actions()).toEqual(['Register', 'Register']);
    expect(lines).toHaveLength(1);
  });

  it('never raises the stamp of an older copy for a peer that reports times', () => {
    service.register(payment, 'client');
    const { lastDirtyTimestamp } = payment;
    const newer = { from: 'peer', lastDirtyTimestamp: lastDirtyTimestamp + 1 } as const;
    service.setStatus(app, id, 'DOWN', { ...newer, at: clock() });
    expect(service.registry.reads.peek(app, id)).toMatchObject({ status: 'DOWN', lastDirtyTimestamp });
    service.removeOverride(app, id, 'UP', { ...newer, at: clock() });
    expect(service.registry.reads.peek(app, id)).toMatchObject({ status: 'UP', lastDirtyTimestamp });
  });

  it('replicates a heartbeat with the override', () => {
    service.register(payment, 'client');
    service.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'client' });
    service.heartbeat(app, id, { from: 'client' });
    expect(replicated.at(-1)).toMatchObject({ action: 'Heartbeat', overriddenStatus: 'OUT_OF_SERVICE' });
  });

  it('takes over an instance and its override from a peer with a newer version', () => {
    service.register(payment, 'client');
    const theirs = {
      ...payment,
      overriddenStatus: 'OUT_OF_SERVICE',
      lastDirtyTimestamp: payment.lastDirtyTimestamp + 1,
    } as const;
    service.acceptPeerCopy(theirs);
    expect(service.registry.reads.peek(app, id)).toMatchObject({
      status: 'OUT_OF_SERVICE',
      lastDirtyTimestamp: theirs.lastDirtyTimestamp,
    });
  });

  describe('with an id that two instances seem to share', () => {
    const rival = anInstance({
      port: 8002,
      instanceId: id,
      lastDirtyTimestamp: payment.lastDirtyTimestamp + 5,
    });
    const shared = () => service.duplicateIds.all();

    it('warns once, when it first moves to another address', () => {
      service.register(payment, 'client');
      for (let turn = 0; turn < 3; turn++) {
        service.register(rival, 'client');
        service.register({ ...payment, lastDirtyTimestamp: rival.lastDirtyTimestamp }, 'client');
      }
      expect(lines.slice(1)).toEqual([
        'warn registered CLOUD-PAYMENT-SERVICE/payment8001 UP (from client): moved from localhost:8001 to localhost:8002 with its lease still valid; do two instances share this id?',
      ]);
      expect(shared()).toEqual([{ app, id, addresses: ['localhost:8002', 'localhost:8001'], at: clock() }]);
    });

    it('takes heartbeats of the former one for a sign', () => {
      service.register(payment, 'client');
      service.register(rival, 'client');
      const { lastDirtyTimestamp } = payment;
      clock.advance(500_000);
      service.heartbeat(app, id, { from: 'client', lastDirtyTimestamp: rival.lastDirtyTimestamp });
      service.heartbeat(app, id, { from: 'peer', lastDirtyTimestamp });
      clock.advance(99_999);
      expect(shared()).toHaveLength(1);
      service.heartbeat(app, id, { from: 'client', lastDirtyTimestamp });
      clock.advance(1);
      expect(shared()).toMatchObject([{ at: clock() - 1 }]);
    });

    it('does not warn if the former one was gone, nor for replicated registrations', () => {
      service.register(payment, 'client');
      service.register(rival, 'peer');
      clock.advance(90_001);
      service.register(payment, 'client');
      service.cancel(app, id, 'client');
      service.register(rival, 'client');
      expect(shared()).toEqual([]);
      expect(lines.filter((line) => line.startsWith('warn'))).toEqual([]);
    });

    it('forgets it ten minutes after the last sign, even if it is not read', () => {
      service.register(payment, 'client');
      service.register(rival, 'client');
      clock.advance(600_000);
      service.closeMinute();
      expect(service.duplicateIds.size).toBe(0);
    });

    it('forgets it when the instance leaves, or is evicted', () => {
      start({ enableSelfPreservation: false });
      const beginsAgain = () => {
        service.register(payment, 'client');
        service.register(rival, 'client');
        return shared().length;
      };
      expect(beginsAgain()).toBe(1);
      service.cancel(app, id, 'peer');
      expect(shared()).toEqual([]);
      expect(beginsAgain()).toBe(1);
      clock.advance(90_001);
      service.evict(0);
      expect(shared()).toEqual([]);
    });

    it('does not warn if the option is off', () => {
      service = new RegistryService(service.registry, { clock, warnOfSharedIds: false, logger: silent });
      service.register(payment, 'client');
      service.register(rival, 'client');
      expect(shared()).toEqual([]);
    });
  });

  it('formats no debug line if debug is disabled', () => {
    const debug = jest.fn();
    const quiet = (isRead: boolean) =>
      new RegistryService(service.registry, {
        clock,
        logger: { ...silent, debug, isDebugEnabled: () => isRead },
      });
    quiet(false).register(payment, 'client');
    quiet(false).register(payment, 'client');
    quiet(false).heartbeat(app, id, { from: 'client' });
    expect(debug).not.toHaveBeenCalled();
    quiet(true).register(payment, 'client');
    quiet(true).heartbeat(app, id, { from: 'client' });
    expect(debug.mock.calls).toEqual([
      ['registered CLOUD-PAYMENT-SERVICE/payment8001 UP (from client), again'],
      ['heartbeat of CLOUD-PAYMENT-SERVICE/payment8001: accepted (from client)'],
    ]);
  });

  it('logs an eviction with its reason, and does not replicate it', () => {
    start({ enableSelfPreservation: false });
    service.register(payment, 'client');
    service.heartbeat(app, id, { from: 'client' });
    clock.advance(180_000);
    service.evict(0);
    expect(lines).toHaveLength(1);
    clock.advance(4_000);
    service.evict(0);
    expect(lines.at(-1)).toBe(
      'warn evicted CLOUD-PAYMENT-SERVICE/payment8001: no heartbeat for 184 s (lease 90 s)',
    );
    expect(actions()).toEqual(['Register', 'Heartbeat']);
  });

  it('logs once that self-preservation is on, and once that it is over, with the numbers', () => {
    service.registry.openForTraffic(0);
    service.register(payment, 'client');
    clock.advance(300_001);
    service.closeMinute();
    service.closeMinute();
    expect(lines.filter((line) => line.includes('self-preservation'))).toEqual([
      'warn self-preservation is on: 0 heartbeats in the last minute, threshold 3 (2 expected clients x 2 per minute x 0.85): nothing is evicted until 4 more arrive per minute, from 2 silent or 12 new clients',
    ]);
    for (let beat = 0; beat < 4; beat++) service.heartbeat(app, id, { from: 'client' });
    service.closeMinute();
    expect(lines.at(-1)).toBe(
      'warn self-preservation is over: 4 heartbeats in the last minute, threshold 3 (2 expected clients x 2 per minute x 0.85): expired instances are evicted again',
    );
  });

  describe('self-preservation is not logged', () => {
    const selfPreservationLines = () => lines.filter((line) => line.includes('self-preservation'));
    const all = Array.from({ length: 13 }, (_, index) => `payment${8001 + index}`);
    beforeEach(() => {
      start({});
      service.registry.openForTraffic(0);
      all.forEach((_, index) => service.register(anInstance({ port: 8001 + index }), 'client'));
    });
    const minute = (ids: readonly string[], beats: number) => {
      for (let beat = 0; beat < beats; beat++) {
        clock.advance(60_000 / beats);
        for (const each of ids) service.heartbeat(app, each, { from: 'client' });
      }
      service.closeMinute();
      service.evict(0);
    };

    it('for single minutes with few heartbeats, nor when an instance leaves in order', () => {
      // The beats of instances that started together slip over the end of a minute together.
      for (const beats of [2, 2, 2, 2, 2, 2, 1, 3, 2, 1, 3, 2]) minute(all, beats);
      service.cancel(app, all[0] ?? '', 'client');
      for (const beats of [2, 1, 3, 2, 2, 2]) minute(all.slice(1), beats);
      expect(selfPreservationLines()).toEqual([]);
    });

    it('until it lasts, or withholds an eviction', () => {
      for (let minutes = 0; minutes < 6; minutes++) minute(all, 2);
      minute(all.slice(7), 2);
      expect(selfPreservationLines()).toEqual([]);
      minute(all.slice(7), 2);
      expect(selfPreservationLines()).toEqual([expect.stringContaining('warn self-preservation is on: 12 ')]);
      minute(all, 2);
      expect(selfPreservationLines().slice(1)).toEqual([
        expect.stringContaining('warn self-preservation is over: 26 '),
      ]);
    });

    it('but at once when an instance has expired that it keeps, also soon after the start', () => {
      minute(all, 2);
      clock.advance(180_001);
      service.closeMinute();
      expect(selfPreservationLines()).toEqual([]);
      service.evict(0);
      service.evict(0);
      service.closeMinute();
      expect(selfPreservationLines()).toEqual([expect.stringContaining('warn self-preservation is on: 0 ')]);
    });
  });

  it('removes a dead instance, logs the reason, and replicates a cancel', () => {
    service.register(payment, 'client');
    const left: string[] = [];
    service.whenCancelled(({ instanceId }) => void left.push(String(instanceId)));
    expect(service.removeDead(app, id, 'its port refused')).toBe(true);
    expect(lines.at(-1)).toBe('warn removed CLOUD-PAYMENT-SERVICE/payment8001: its port refused');
    expect(replicated.at(-1)).toMatchObject({
      action: 'Cancel',
      instance: { instanceId: id, lastDirtyTimestamp: payment.lastDirtyTimestamp },
    });
    expect([service.size, left]).toEqual([0, [id]]);
    expect(service.removeDead(app, id, 'its port refused')).toBe(false);
    expect([lines.length, replicated.length]).toEqual([2, 2]);
  });

  it('calls listeners of cancels', () => {
    const listener = jest.fn();
    const stop = service.whenCancelled(listener);
    service.register(payment, 'client');
    service.cancel(app, id, 'peer');
    service.cancel(app, id, 'peer');
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    service.register(payment, 'client');
    service.cancel(app, id, 'client');
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

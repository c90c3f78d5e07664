import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '@eureka-nest/runtime/testing';
import { clients, registries } from '../../harness/app-names.js';
import { connect, type Connection } from './sqlite.js';
import { java, type Actor, type World } from './world.js';

/** Something bad that happens and is over when its promise resolves. */
export interface Calamity {
  readonly what: string;
  happen(): Promise<void>;
}

type Signal = 'SIGKILL' | 'SIGTERM';

/** A freeze of 40 s outlasts every lease; most are shorter. */
const freezeMs = (random: SeededRandom) =>
  random.happens(0.2) ? random.between(10_000, 40_000) : random.between(1_000, 8_000);
const downMs = (random: SeededRandom) => random.between(0, 8_000);

function killed(world: World, actor: Actor, random: SeededRandom): Calamity {
  const signal: Signal = random.pick(['SIGKILL', 'SIGTERM']);
  const ms = downMs(random);
  return { what: `${actor}: ${signal}, down for ${ms} ms`, happen: () => world.restart(actor, signal, ms) };
}

function frozen(world: World, actor: Actor, random: SeededRandom): Calamity {
  const ms = freezeMs(random);
  return { what: `${actor}: SIGSTOP for ${ms} ms`, happen: () => world.freeze(actor, ms) };
}

/** Something that happens to a registry, or to all of them. */
export function registryCalamity(world: World, random: SeededRandom): Calamity {
  const [first, second] = registries;
  const actor = random.pick<Actor>(world.registries.includes(java) ? [first, second, java] : [first, second]);
  if (random.happens(0.25)) {
    const each = world.registries.map((registry) => killed(world, registry, random));
    return {
      what: each.map(({ what }) => what).join('; '),
      happen: async () => void (await Promise.all(each.map(({ happen }) => happen()))),
    };
  }
  return random.happens(0.6) ? killed(world, actor, random) : frozen(world, actor, random);
}

/** Something that happens to one or two of the four clients. */
export function clientCalamity(world: World, random: SeededRandom): Calamity {
  const [first, second, third, fourth] = clients;
  const actor = random.pick([first, second, third, fourth]);
  const one = random.happens(0.6) ? killed(world, actor, random) : frozen(world, actor, random);
  if (random.happens(0.7)) return one;
  const others = clients.filter((each) => each !== actor) as [Actor, ...Actor[]];
  const other = killed(world, random.pick(others), random);
  return {
    what: `${one.what}; ${other.what}`,
    happen: async () => void (await Promise.all([one.happen(), other.happen()])),
  };
}

/** Something that happens to the database. */
export function databaseCalamity(world: World, random: SeededRandom): Calamity {
  const ms = random.between(1_000, 12_000);
  const kind = random.pick(['locked', 'full', 'read-only'] as const);
  const { disk } = world;
  const during = async (begin: () => void, end: () => void) => {
    begin();
    await pause(ms).finally(end);
  };
  const happen = {
    locked: () => whileLocked(disk.databaseFile, ms),
    full: () =>
      during(
        () => disk.fill(),
        () => disk.free(),
      ),
    'read-only': () =>
      during(
        () => disk.protect(),
        () => disk.unprotect(),
      ),
  }[kind];
  return { what: `the database is ${kind} for ${ms} ms`, happen };
}

/** Holds the write lock, as a backup or a frozen writer does. */
async function whileLocked(file: string, ms: number): Promise<void> {
  const database = connect(file, 0);
  try {
    await lock(database);
    await pause(ms);
    database.exec('ROLLBACK');
  } finally {
    database.close();
  }
}

async function lock(database: Connection): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      database.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      if (tries === 400) throw error;
      await pause(25);
    }
  }
}

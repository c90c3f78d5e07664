import { scheduleOf } from './schedule.js';
import { World } from './world.js';
it('cpu', () => {
  for (let seed = 0; seed < 100; seed++) new World(scheduleOf(seed)).run();
  const from = process.cpuUsage();
  for (let seed = 0; seed < 500; seed++) new World(scheduleOf(seed)).run();
  console.log(process.cpuUsage(from).user / 500_000, 'ms each');
}, 100000);

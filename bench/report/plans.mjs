/**
 * Arguments of each bench in a whole and in a quick run, and its time limit. A quick run leaves out
 * Java, whose warm-up takes minutes, memory at rest, and calls over HTTP: it compares Eureka Nest
 * with its committed figures.
 */
export const plans = {
  registry: {
    whole: [],
    quick: [
      ...['--only', 'start-up,cold,heartbeat,register', '--servers', 'ours,bare'],
      ...['--rounds', '3', '--without-large'],
    ],
    limitMinutes: 40,
  },
  stall: { whole: [], quick: ['--quick'], limitMinutes: 30 },
  growth: { whole: [], quick: ['--quick'], limitMinutes: 30 },
  cluster: { whole: [], quick: ['--only', 'cost', '--servers', 'ours', '--quick'], limitMinutes: 20 },
  feed: { whole: [], quick: ['--quick'], limitMinutes: 15 },
  staleness: { whole: [], quick: ['--quick'], limitMinutes: 40 },
  call: { whole: [], quick: ['--only', 'a ', '--pairs', '21'], limitMinutes: 20 },
  page: { whole: [], quick: ['--quick'], limitMinutes: 15 },
  start: { whole: [], quick: ['--quick'], limitMinutes: 15 },
};

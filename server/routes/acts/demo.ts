import { loadDemo, removeDemo } from '../../demo/demo.ts';
import { type Act, act } from '../act.ts';
import { Demonstration } from '../schemas/demo.ts';

/** The demonstration sites, for who has none yet. */
export const demoActs: Act[] = [
  act({
    path: '/demo/load',
    summary:
      'Load the demonstration: two invented sites with nine recorded nodes, whose names begin with demo-',
    action: 'demo load',
    response: Demonstration,
    deed: () => ({ target: 'demonstration' }),
    handle: ({ db, config }) => loadDemo(db, config),
  }),
  act({
    path: '/demo/remove',
    summary: 'Remove the demonstration, and everything that was known of it',
    action: 'demo remove',
    response: Demonstration,
    deed: () => ({ target: 'demonstration' }),
    handle: ({ db, config }) => removeDemo(db, config),
  }),
];

export const demoStatus: Record<string, number> = { 'no-recordings': 409, 'name-taken': 409 };

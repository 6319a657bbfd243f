import { factOf } from '../facts.ts';
import type { Finding, WayRule } from '../rule.ts';

/** Docker runs nothing without its daemon, and the daemon belongs to root. */
export const docker: WayRule = {
  name: 'docker',
  sentence: "Docker's daemon runs and answers to the account.",
  cases: [
    'The daemon answered the account that collects: yes with a note, since each user needs the group docker, which is as good as root.',
    'The daemon is stopped, or there is none: no.',
  ],
  unknown: 'The daemon is closed to the account that collects: who may use it is not collected.',
  sources: ['Docker, Linux post-installation steps: the group docker grants root-level privileges'],
  judge: (_, __, way) => {
    const { name, mode, server } = way.runtime;
    if (mode !== 'daemon') return [];
    const facts = [factOf(`daemon of ${name}`, server, way)];
    const found: Record<typeof server, Omit<Finding, 'facts'>> = {
      read: {
        answer: 'note',
        message: 'The daemon of docker runs; who is in the group docker may use it, and is as good as root.',
      },
      permission: {
        answer: 'unknown',
        message: 'The daemon of docker is closed to the account that collects; who may use it is not known.',
      },
      stopped: { answer: 'no', message: 'The daemon of docker does not run.' },
      none: { answer: 'no', message: 'There is a docker client and no daemon.' },
      '': { answer: 'unknown', message: 'Whether the daemon of docker runs is not known.' },
    };
    return [{ ...found[server], facts }];
  },
};

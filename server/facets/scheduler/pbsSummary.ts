import { pbsStateOf } from './pbsStates.ts';

/** The attributes that `pbsnodes -a` has. What is not set is printed as 0, as nothing is. */
export function valuesOf(told: Record<string, string | undefined>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, value = '--'] of Object.entries(told)) {
    if (value === '--' || /^0(?: ?[kmgt]?b)?$/.test(value)) continue;
    const isOwn = key === 'state' || key === 'queue' || key === 'comment';
    values.set(isOwn ? key : `resources_available.${key}`, key === 'state' ? whole(value) : value);
  }
  return values;
}

const STATE_WIDTH = 15;
const LONG = ['wait-provisioning', 'state-unknown,down', 'state-unknown,offline'];

/** A state that was cut is what it begins. */
function whole(state: string): string {
  if (state.length !== STATE_WIDTH || pbsStateOf(state)) return state;
  return LONG.find((one) => one.startsWith(state)) ?? state.replace(/,[^,]*$/, '');
}

/** Names of -S: `ncpus(f/t)=4/8` of -Sj, `ncpus f/t` in JSON, `Memory` and `State` there. */
export function ofSummary(told: Map<string, string>): Record<string, string | undefined> {
  const either = (name: string) =>
    told.get(name) ?? (told.get(`${name}(f/t)`) ?? told.get(`${name} f/t`))?.replace(/^.*\//, '');
  const [ncpus, nmics, ngpus] = ['ncpus', 'nmics', 'ngpus'].map(either);
  return {
    state: told.get('state') ?? told.get('State'),
    queue: told.get('queue'),
    comment: told.get('comment'),
    mem: told.get('Memory') ?? either('mem'),
    ncpus,
    nmics,
    ngpus,
  };
}

/** What `pbsnodes -S -F json` calls its attributes, as `pbsnodes -a` does. */
export function ofSummaryJson(told: Map<string, string>): Map<string, string> {
  return told.has('State') && !told.has('state') ? valuesOf(ofSummary(told)) : told;
}

import { GazetteerError } from '../errors.ts';

/** Why nobody is to sweep a cluster now. */
export interface Pause {
  at: Date;
  why: string;
}

export function pausedError(cluster: string, { at, why }: Pause): GazetteerError {
  const since = at.toISOString().slice(0, 16).replace('T', ' ');
  const hint = `Let it be collected again with: gazetteer clusters resume ${cluster}`;
  return new GazetteerError(
    'paused',
    `${cluster} is paused since ${since} UTC${why === '' ? '' : `: ${why}`}`,
    hint,
  );
}

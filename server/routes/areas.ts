import { acts } from './acts.ts';
import { checkPosts } from './check.ts';
import { endpoints } from './endpoints.ts';
import { posts } from './posts.ts';
import { standards } from './standards.ts';

/** First words of all addresses below /api/v1. */
export function apiAreas(): Set<string> {
  const paths = [...endpoints, ...standards, ...checkPosts, ...posts, ...acts].map(({ path }) => path);
  return new Set(
    [...paths, '/push', '/session', '/openapi'].map((path) => /^\/([a-z]+)/.exec(path)?.[1] ?? ''),
  );
}

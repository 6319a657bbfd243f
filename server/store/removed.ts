import { codeOf } from '../errors.ts';
import { forgetDocuments } from './documents.ts';

const TRIES = 3;

/**
 * Runs work that stores documents and then refers to them. What it knew may have been removed in between, by a prune in
 * this or another process, since nothing referred to it: its foreign key then fails (23503), and it is stored anew.
 */
export async function storedAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) !== '23503' || tries === TRIES) throw error;
      forgetDocuments();
    }
  }
}

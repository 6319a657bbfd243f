/** Answers of this tab, so that going back shows at once what was there; the oldest give way. */
const kept = new Map<string, { text: string; receivedAt: number }>();
const MOST = 60;

export function keep(path: string, text: string, receivedAt: number): void {
  kept.delete(path);
  kept.set(path, { text, receivedAt });
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
}

export function recall(path: string): { text: string; receivedAt: number } | undefined {
  return kept.get(path);
}

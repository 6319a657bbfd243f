import { matches, matchWords } from './words.ts';

/** How a score comes about, with the weights of this installation. */
export function ScoreFormula({ weights }: { weights: Record<string, number> }) {
  return (
    <details class="legend">
      <summary>How the score is made, and what the matches mean</summary>
      <p>
        score = sum of weight × count over all matches, divided by all tools whose match is known. A tool
        counts once per version. What is unknown counts neither way.
      </p>
      <dl>
        {matches.map((match) => (
          <div key={match}>
            <dt>
              {matchWords[match].word}
              {match === 'unknown' ? '' : ` × ${weights[match] ?? 0}`}
            </dt>
            <dd>{matchWords[match].sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

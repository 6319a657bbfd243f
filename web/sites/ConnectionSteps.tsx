import type { ConnectionStep } from '../../server/routes/schemas/sites.ts';
import { FacetOutcomeWord, OutcomeShape } from '../components/Outcome.tsx';
import type { OutcomeLook } from '../components/outcomes.ts';
import { Plain } from '../components/Plain.tsx';
import { counted, durationText } from '../text/quantities.ts';

const TITLES: Record<ConnectionStep['step'], string> = {
  settings: 'Settings',
  address: 'Address',
  jump: 'Jump host',
  hostKey: 'Host key',
  login: 'Login',
  job: 'Job',
  agent: 'Agent',
  facet: 'Facets',
  end: '',
};

const TONES: Record<ConnectionStep['state'], OutcomeLook['tone']> = {
  running: 'idle',
  done: 'good',
  failed: 'bad',
  passed: 'blank',
};

const WORDS: Record<ConnectionStep['state'], string> = {
  running: 'under way',
  done: 'good',
  failed: 'failed',
  passed: 'does not apply',
};

/** The steps of a test so far: each once, as it is now. */
export function ConnectionSteps({ steps }: { steps: ConnectionStep[] }) {
  if (steps.length === 0) return null;
  const facets = steps.flatMap(({ facet, message }) => (facet ? [{ ...facet, message }] : []));
  return (
    <ol class="steps" aria-live="polite" aria-label="Steps of the test">
      {latest(steps).map((step) => (
        <li key={`${step.step} ${step.hostKey?.host ?? ''}`} class={`step step-${step.state}`}>
          <OutcomeShape tone={TONES[step.state]} />
          <div>
            <p>
              <strong>{TITLES[step.step]}</strong> {WORDS[step.state]}{' '}
              <span class="step-time">{durationText(step.milliseconds)}</span>
            </p>
            {step.message !== '' && (
              <p>
                <Plain text={step.message} />
              </p>
            )}
            {step.hint !== '' && (
              <p class="step-hint">
                <Plain text={step.hint} />
              </p>
            )}
          </div>
        </li>
      ))}
      {facets.length > 0 && (
        <li class="step">
          <OutcomeShape tone={facets.some(({ outcome }) => outcome === 'failed') ? 'part' : 'good'} />
          <div>
            <p>
              <strong>Facets</strong> {counted(facets.length, 'answer')}
            </p>
            <ul class="step-facets">
              {facets.map(({ facet, outcome, documents, message }) => (
                <li key={facet}>
                  {facet} <FacetOutcomeWord outcome={outcome} />
                  {documents > 0 && `, ${counted(documents, 'document')}`}
                  {message !== '' && (
                    <>
                      : <Plain text={message} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          </div>
        </li>
      )}
    </ol>
  );
}

/** The last word on each step; a step of several hosts is one of each. */
function latest(steps: ConnectionStep[]): ConnectionStep[] {
  const shown: ConnectionStep[] = [];
  for (const step of steps) {
    if (step.step === 'facet' || step.step === 'end') continue;
    const before = shown.at(-1);
    const at = shown.findLastIndex((one) => one.step === step.step && one.state === 'running');
    if (at >= 0 && step.state !== 'running') shown[at] = step;
    else if (before?.step !== step.step || before.state !== 'running') shown.push(step);
  }
  return shown;
}

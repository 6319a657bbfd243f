import { Plain } from './Plain.tsx';

/** A folded node set. It breaks between names, and inside one only where it must. */
export function NodeSet({ text }: { text: string }) {
  return (
    <span class="node-set">
      {namesOf(text).map((name) => (
        <span key={name}>
          <Plain text={name} />
        </span>
      ))}
    </span>
  );
}

/** `cpu[001,003],login1` is two names; the comma stays with the one before it. */
function namesOf(text: string): string[] {
  return text.match(/(?:\[[^\]]*\]?|[^,[])*,?/g)?.filter((name) => name !== '') ?? [];
}

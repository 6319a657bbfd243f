import { Plain } from '../components/Plain.tsx';

/** What somebody listed, and nothing here is called. */
export function UnknownTools({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return (
    <p class="notice notice-empty" role="status">
      Nothing here is called <Plain text={names.join(', ')} />: it counts neither way.
    </p>
  );
}

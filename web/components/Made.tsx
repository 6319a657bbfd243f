import { visibleText } from '../text/visible.ts';
import { isBuildEpoch } from '../time/buildEpoch.ts';
import { Age } from './Age.tsx';

/** When an image was made, as it says itself. */
export function Made({ at }: { at: string }) {
  if (at === '') return <Age at={null} none="not said" plain />;
  if (!isBuildEpoch(at)) return <Age at={at} plain />;
  return (
    <span
      class="none"
      title={visibleText(`it says ${at}, as builds do that give the same bytes at any time`)}
    >
      not said (reproducible build)
    </span>
  );
}

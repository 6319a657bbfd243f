import { useState } from 'preact/hooks';
import { ApiFailure, FILE_FORMS, type FileForm, postFile } from '../api/request.ts';
import { bodyOf, type CheckInput } from './input.ts';
import { checkAddress } from './useCheck.ts';

/** A table as a file. The text is sent again: the service kept nothing of it. */
export function CheckFiles({
  input,
  on,
  list,
}: {
  input: CheckInput;
  on: string;
  list: 'rows' | 'clusters';
}) {
  const [problem, setProblem] = useState('');
  const save = async (suffix: FileForm) => {
    setProblem('');
    try {
      const file = await postFile(checkAddress(`/check/${list}.${suffix}`, input, on), bodyOf(input));
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `gazetteer-check-${list}.${suffix}`;
      link.click();
      // The download has begun by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (thrown) {
      setProblem(thrown instanceof ApiFailure ? thrown.message : 'The file could not be made.');
    }
  };
  return (
    <div class="table-exports">
      <span class="label">These rows as</span>
      {FILE_FORMS.map((form) => (
        <button key={form} type="button" class="as-link" onClick={() => save(form)}>
          {form.toUpperCase()}
        </button>
      ))}
      {problem !== '' && <span role="alert">{problem}</span>}
    </div>
  );
}

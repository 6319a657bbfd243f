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
  const address = (suffix: string) => checkAddress(`/check/${list}.${suffix}`, input, on);
  return <PostedFiles input={input} address={address} name={`gazetteer-check-${list}`} />;
}

/** The same of any address that takes a file. */
export function PostedFiles({
  input,
  address,
  name,
}: {
  input: CheckInput;
  address: (suffix: FileForm) => string;
  name: string;
}) {
  const [problem, setProblem] = useState('');
  const save = async (suffix: FileForm) => {
    setProblem('');
    try {
      const file = await postFile(address(suffix), bodyOf(input));
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `${name}.${suffix}`;
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

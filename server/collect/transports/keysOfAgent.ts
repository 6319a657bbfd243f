import ssh2, { type ParsedKey } from 'ssh2';
import { publicKey } from './keyForm.ts';

/** An agent that offers only the keys that some key files name, as `IdentitiesOnly yes` has it. */
export class KeysOfAgent extends ssh2.OpenSSHAgent {
  private readonly files: string[];

  constructor(socket: string, files: string[]) {
    super(socket);
    this.files = files;
  }

  override getIdentities(callback: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
    super.getIdentities((error, keys = []) => {
      if (error) return callback(error);
      const named = this.files.flatMap((file) => publicKey(file) ?? []);
      const isNamed = (key: ParsedKey) => named.some((one) => one.equals(key.getPublicSSH()));
      callback(
        undefined,
        keys.flatMap((key) => ('getPublicSSH' in key && isNamed(key) ? [key] : [])),
      );
    });
  }
}

import type { Runtime, RuntimeName } from './schema.ts';

/** What the agent found of an installation's rights. */
export interface Rights {
  /** `none`, `plain`, `nosuid`, or mode and owner (`-rwsr-xr-x 0`); '' when not looked at or not found. */
  starter: string;
  /** The value of `allow setuid`, `default` when the file leaves it out, `unreadable`, or ''. */
  allow: string;
}

/**
 * How a runtime gets its rights. Apptainer and Singularity use their setuid starter when it is there,
 * setuid, root's, on a mount that permits it, and not switched off; they refuse to start when it is
 * there and any of that fails but the switch, which is not the same as using user namespaces.
 */
export function modeOf(name: RuntimeName, { starter, allow }: Rights): Runtime['mode'] {
  const setuid = /^-..s\S* 0$/.test(starter);
  switch (name) {
    case 'docker':
      return 'daemon';
    case 'podman':
    case 'enroot':
      return 'user-namespace';
    case 'udocker':
      return 'none';
    case 'charliecloud':
      return setuid ? 'setuid' : 'user-namespace';
    case 'sarus':
    case 'shifter':
      return setuid ? 'setuid' : '';
    default:
      if (starter === 'none' || /^no\b/i.test(allow)) return 'user-namespace';
      return setuid && (allow === 'default' || /^yes\b/i.test(allow)) ? 'setuid' : '';
  }
}

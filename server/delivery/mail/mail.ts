import type { Way } from '../posting.ts';
import { Refused } from '../retry.ts';
import { mailOf } from './message.ts';
import { sendMail } from './send.ts';

export const mail: Way = async (posting, { settings, signal }) => {
  if (!settings.mail)
    throw new Refused('mail-unset', 'no mail server is set', 'Set GAZETTEER_SMTP, see docs/delivery.md');
  return sendMail(settings.mail, await mailOf(posting, settings.mail), signal);
};

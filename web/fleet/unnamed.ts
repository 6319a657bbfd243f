/** What filters of environments call an owner or a channel that is not known. */
export const UNNAMED = 'not-known';

export const orUnnamed = (text: string) => (text === '' ? UNNAMED : text);

import { createContext } from 'preact';

/** The fields of the API that the columns shown are made of; null while all columns are shown. Files hold the same. */
export const ShownFields = createContext<string[] | null>(null);

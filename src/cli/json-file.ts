import { dataError, TataboxError } from "../errors.ts";
import { openText } from "../sequence/open.ts";

/** A JSON file as what it parses to. Throws a data error when it cannot be read or is none. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await openText(file));
  } catch (error) {
    if (error instanceof TataboxError) throw error;
    throw dataError(`is no JSON (${(error as Error).message})`, { file });
  }
}

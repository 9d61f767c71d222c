export function lossMassBytes(): Promise<string>;

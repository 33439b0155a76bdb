export function checkBorders(root: string, folders?: string[]): Promise<{ seen: number; violations: string[] }>

export async function benchDetect(): Promise<void> {}

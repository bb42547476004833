const mostInGroup = 1_000;

interface Waiting<Item> {
  item: Item;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Lets concurrent callers share one durable write: whatever waits when the writer is free goes together.
 * There is no timer, so a lone caller waits for nobody; each is answered after the commit that holds it.
 */
export class GroupCommit<Item> {
  private waiting: Waiting<Item>[] = [];
  private writing = false;

  constructor(private readonly write: (items: Item[]) => Promise<void>) {}

  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, mostInGroup);
      try {
        await this.write(group.map((each) => each.item));
        for (const each of group) each.resolve();
      } catch (error) {
        for (const each of group) each.reject(error);
      }
    }
    this.writing = false;
  }
}

const mostInGroup = 1_000;

interface Waiting<Item> {
  item: Item;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Lets concurrent callers share one durable write: whatever waits when the writer is free goes together.
 * There is no timer, so a lone caller waits for nobody; each is answered after the commit that holds it.
 * A group that fails because of an item is halved until the culprit is alone; any other failure is
 * everybody's, and whether it was written is then unknown: so writing it again must do no harm.
 */
export class GroupCommit<Item> {
  private waiting: Waiting<Item>[] = [];
  private writing = false;

  constructor(
    private readonly write: (items: Item[]) => Promise<void>,
    private readonly isAboutItem: (error: unknown) => boolean,
  ) {}

  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = group.length > mostInGroup ? group.splice(mostInGroup) : [];
      await this.writeOrHalve(group);
    }
    this.writing = false;
  }

  private async writeOrHalve(group: Waiting<Item>[]): Promise<void> {
    try {
      await this.write(group.map((each) => each.item));
      for (const each of group) each.resolve();
    } catch (error) {
      if (group.length > 1 && this.isAboutItem(error)) {
        const middle = Math.ceil(group.length / 2);
        await this.writeOrHalve(group.slice(0, middle));
        await this.writeOrHalve(group.slice(middle));
      } else {
        for (const each of group) each.reject(error);
      }
    }
  }
}

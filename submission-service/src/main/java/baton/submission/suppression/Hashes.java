package baton.submission.suppression;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A set of 64-bit hashes that only grows: 16 octets of memory an entry at most. It is asked without
 * a lock, by many, while one adds. It may say yes to what was never added (as rarely as hashes
 * collide), never no to what was.
 */
final class Hashes {

  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int FIRST_CAPACITY = 1024;

  /** Open addressing; 0 is an empty slot. The length is a power of two, at most half is filled. */
  private volatile long[] slots = new long[FIRST_CAPACITY];

  private int size;

  boolean contains(String key) {
    long hash = hash(key);
    long[] table = slots;
    for (int i = first(hash, table); ; i = next(i, table)) {
      long slot = (long) SLOTS.getAcquire(table, i);
      if (slot == hash) {
        return true;
      }
      if (slot == 0) {
        return false;
      }
    }
  }

  synchronized void add(String key) {
    if (size >= slots.length / 2) {
      grow();
    }
    if (put(slots, hash(key))) {
      size++;
    }
  }

  synchronized int size() {
    return size;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        put(larger, hash);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] table, long hash) {
    for (int i = first(hash, table); ; i = next(i, table)) {
      if (table[i] == hash) {
        return false;
      }
      if (table[i] == 0) {
        SLOTS.setRelease(table, i, hash);
        return true;
      }
    }
  }

  private static int first(long hash, long[] table) {
    return (int) hash & (table.length - 1);
  }

  private static int next(int i, long[] table) {
    return (i + 1) & (table.length - 1);
  }

  /** FNV-1a with MurmurHash's finish, so that the lower bits depend on all of the key; never 0. */
  private static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }
}

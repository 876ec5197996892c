"""Writes one function of some 12,000 operators that follow no pattern, as text: arithmetic, loads, stores, branches."""

LOCALS = 8
OPERATORS = 12000

state = 12345


def random(n):
    """Xorshift with 32 bits of state."""
    global state
    state ^= state << 13 & 0xFFFFFFFF
    state ^= state >> 17
    state ^= state << 5 & 0xFFFFFFFF
    return state % n


def local():
    return 1 + random(LOCALS)


print('(module (memory 1)')
print('  (func (export "run") (param i32) (result i64) (local%s i64 i32)' % (' i32' * LOCALS))
# A kilobyte that all calls find cleared.
print('    (loop (i64.store (local.get %d) (i64.const 0))' % (LOCALS + 2))
print('      (br_if 0 (i32.lt_u (local.tee {0} (i32.add (local.get {0}) (i32.const 8))) (i32.const 1024))))'
      .format(LOCALS + 2))
print('    (loop')
count = 0
while count < OPERATORS:
    kind = random(10)
    if kind < 4:
        operator = ('add', 'sub', 'xor', 'and', 'or', 'mul')[random(6)]
        print('      (local.set %d (i32.%s (local.get %d) (local.get %d)))' % (local(), operator, local(), local()))
        count += 4
    elif kind < 6:
        operator = ('add', 'xor', 'shl', 'shr_u', 'rotl', 'and')[random(6)]
        print('      (local.set %d (i32.%s (local.get %d) (i32.const %d)))'
              % (local(), operator, local(), 1 + random(30)))
        count += 4
    elif kind < 7:
        print('      (local.set %d (i32.load (i32.and (local.get %d) (i32.const 1020))))' % (local(), local()))
        count += 5
    elif kind < 8:
        print('      (i32.store (i32.and (local.get %d) (i32.const 1020)) (local.get %d))' % (local(), local()))
        count += 5
    elif kind < 9:
        changed = local()
        print('      (if (i32.lt_u (local.get %d) (local.get %d)) (then (local.set %d (i32.add (local.get %d) '
              '(i32.const %d)))))' % (local(), local(), changed, changed, 1 + random(1000)))
        count += 7
    else:
        total = LOCALS + 1
        print('      (local.set %d (i64.rotl (i64.add (local.get %d) (i64.extend_i32_u (local.get %d))) '
              '(i64.const 3)))' % (total, total, local()))
        count += 6
print('      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))')
print('    (local.get %d)))' % (LOCALS + 1))

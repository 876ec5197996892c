(module
  (type (;0;) (func (param i32) (result i32)))
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) i32.const 66560)
  (export "memory" (memory 0))
  (export "isqrt" (func 0))
  (func (;0;) (type 0)
    (local i32 i32 i32)
    local.get 0
    local.get 0
    i32.const 1073741823
    i32.gt_u
    i32.const 30
    i32.shl
    local.tee 1
    i32.sub
    local.tee 0
    i32.const 0
    local.get 1
    i32.const 268435456
    i32.or
    local.tee 2
    local.get 0
    local.get 2
    i32.lt_u
    select
    i32.sub
    local.tee 3
    i32.const 0
    local.get 0
    local.get 2
    i32.ge_u
    i32.const 28
    i32.shl
    local.get 1
    i32.const 1
    i32.shr_u
    i32.or
    local.tee 2
    i32.const 67108864
    i32.or
    local.tee 0
    local.get 3
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 1
    i32.const 0
    local.get 3
    local.get 0
    i32.ge_u
    i32.const 26
    i32.shl
    local.get 2
    i32.const 1
    i32.shr_u
    i32.or
    local.tee 3
    i32.const 16777216
    i32.or
    local.tee 0
    local.get 1
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 2
    i32.const 0
    local.get 1
    local.get 0
    i32.ge_u
    i32.const 24
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.or
    local.tee 3
    i32.const 4194304
    i32.add
    local.tee 0
    local.get 2
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 1
    i32.const 0
    local.get 2
    local.get 0
    i32.ge_u
    i32.const 22
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 1048576
    i32.add
    local.tee 0
    local.get 1
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 2
    i32.const 0
    local.get 1
    local.get 0
    i32.ge_u
    i32.const 20
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 262144
    i32.add
    local.tee 0
    local.get 2
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 1
    i32.const 0
    local.get 2
    local.get 0
    i32.ge_u
    i32.const 18
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 65536
    i32.add
    local.tee 0
    local.get 1
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 2
    i32.const 0
    local.get 1
    local.get 0
    i32.ge_u
    i32.const 16
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 16384
    i32.add
    local.tee 0
    local.get 2
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 1
    i32.const 0
    local.get 2
    local.get 0
    i32.ge_u
    i32.const 14
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 4096
    i32.add
    local.tee 0
    local.get 1
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 2
    i32.const 0
    local.get 1
    local.get 0
    i32.ge_u
    i32.const 12
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 1024
    i32.add
    local.tee 0
    local.get 2
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 1
    i32.const 0
    local.get 2
    local.get 0
    i32.ge_u
    i32.const 10
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 256
    i32.add
    local.tee 0
    local.get 1
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 2
    i32.const 0
    local.get 1
    local.get 0
    i32.ge_u
    i32.const 8
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 64
    i32.add
    local.tee 0
    local.get 2
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 1
    i32.const 0
    local.get 2
    local.get 0
    i32.ge_u
    i32.const 6
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 3
    i32.const 16
    i32.add
    local.tee 0
    local.get 1
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.tee 2
    local.get 1
    local.get 0
    i32.ge_u
    i32.const 4
    i32.shl
    local.get 3
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 1
    i32.const 4
    i32.add
    local.tee 0
    i32.ge_u
    i32.const 2
    i32.shl
    local.get 1
    i32.const 1
    i32.shr_u
    i32.add
    local.tee 1
    i32.const 1
    i32.shr_u
    local.get 2
    i32.const 0
    local.get 0
    local.get 2
    local.get 0
    i32.lt_u
    select
    i32.sub
    local.get 1
    i32.gt_u
    i32.add))

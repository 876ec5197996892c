// What the debugger shows of Rust: run area(3) and stop where the comments say.
#![no_std]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

pub struct Size {
    width: u32,
    height: u32,
}

pub enum Shape {
    Empty,
    Circle(f64),
    Rectangle { size: Size, filled: bool },
}

#[repr(u8)]
pub enum Color {
    Red = 1,
    Green = 7,
}

#[inline(never)]
fn one(shape: &Shape, color: Color) -> u32 {
    let known: Option<&Shape> = Some(shape);
    let none: Option<&Shape> = None;
    let name: &str = match shape {
        Shape::Empty => "empty",
        Shape::Circle(_) => "circle",
        Shape::Rectangle { .. } => "rectangle",
    };
    let letter = 'ß';
    let pair = (1u8, -2i64);
    let some = known.is_some() as u32 + none.is_some() as u32; // one
    some + name.len() as u32 + letter as u32 + pair.0 as u32 + color as u32
}

#[no_mangle]
pub extern "C" fn area(n: u32) -> u32 {
    let shapes = [
        Shape::Empty,
        Shape::Circle(1.5),
        Shape::Rectangle { size: Size { width: n, height: 2 }, filled: true },
    ];
    let mut sum = one(&shapes[0], Color::Red);
    sum += one(&shapes[1], Color::Green); // circle
    sum += one(&shapes[2], Color::Green); // rectangle
    if let Shape::Rectangle { size, .. } = &shapes[2] {
        sum += size.width * size.height;
    }
    sum
}

//! Reading and writing within one transaction. The nouns add their own functions in their own files.

use std::borrow::Borrow;
use std::cell::{Cell, RefMut};
use std::ops::RangeBounds;
use std::rc::Rc;

use redb::{Key, ReadOnlyTable, ReadableDatabase, ReadableTable, Value};

use super::error::StoreError;
use super::record::Record;
use super::schema::{ReadTables, Table, WrittenTables};

pub(super) type KeyOf<'k, T> = <<T as Table>::Key as Value>::SelfType<'k>;
pub(super) type ValueOf<'v, T> = <<T as Table>::Value as Value>::SelfType<'v>;
type OpenTable<'t, T> = redb::Table<'t, <T as Table>::Key, <T as Table>::Value>;

/// A consistent view of everything.
pub struct Reading<'a> {
    access: Access<'a>,
}

enum Access<'a> {
    Read(Box<Snapshot>),
    Write(Rc<Opened<'a>>),
}

/// A view of the committed state, with the tables that were asked for.
struct Snapshot {
    transaction: redb::ReadTransaction,
    tables: ReadTables,
}

impl Snapshot {
    fn table<T: Table>(&self) -> Result<&ReadOnlyTable<T::Key, T::Value>, StoreError> {
        let slot = T::read(&self.tables);
        if let Some(table) = slot.get() {
            return Ok(table);
        }
        let table = self.transaction.open_table(T::DEFINITION)?;
        Ok(slot.get_or_init(|| table))
    }
}

/// What is being written, with the tables that were asked for. They close before the transaction is committed.
struct Opened<'a> {
    transaction: &'a redb::WriteTransaction,
    tables: WrittenTables<'a>,
}

impl<'a> Opened<'a> {
    fn open<T: Table>(&self) -> Result<(), StoreError> {
        let slot = T::written(&self.tables);
        if slot.borrow().is_none() {
            let table = self.transaction.open_table(T::DEFINITION)?;
            slot.replace(Some(table));
        }
        Ok(())
    }

    /// Reads a table, which may be read within as well.
    fn read<T: Table, R>(
        &self,
        read: impl FnOnce(&OpenTable<'a, T>) -> Result<R, StoreError>,
    ) -> Result<R, StoreError> {
        self.open::<T>()?;
        read(T::written(&self.tables).borrow().as_ref().expect("it was opened above"))
    }

    /// A table to be changed; it must not be gone through meanwhile.
    fn change<T: Table>(&self) -> Result<RefMut<'_, OpenTable<'a, T>>, StoreError> {
        self.open::<T>()?;
        Ok(RefMut::map(T::written(&self.tables).borrow_mut(), |table| table.as_mut().expect("it was opened above")))
    }
}

/// Whether a scan wants more rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Go {
    On,
    Stop,
}

impl Reading<'static> {
    pub(super) fn begin(database: &redb::Database) -> Result<Self, StoreError> {
        let snapshot = Snapshot { transaction: database.begin_read()?, tables: ReadTables::default() };
        Ok(Self { access: Access::Read(Box::new(snapshot)) })
    }
}

impl Reading<'_> {
    /// One value, read in place.
    pub(super) fn get<T: Table, R>(
        &self,
        _: T,
        key: KeyOf<'_, T>,
        read: impl FnOnce(ValueOf<'_, T>) -> R,
    ) -> Result<Option<R>, StoreError> {
        match &self.access {
            Access::Read(snapshot) => Ok(snapshot.table::<T>()?.get(key)?.map(|guard| read(guard.value()))),
            Access::Write(opened) => opened.read::<T, _>(|table| Ok(table.get(key)?.map(|guard| read(guard.value())))),
        }
    }

    /// Rows of a range in their order, until `visit` has enough.
    pub(super) fn scan<'r, T: Table, KR: Borrow<KeyOf<'r, T>> + 'r>(
        &self,
        _: T,
        range: impl RangeBounds<KR> + 'r,
        visit: impl FnMut(KeyOf<'_, T>, ValueOf<'_, T>) -> Go,
    ) -> Result<(), StoreError> {
        match &self.access {
            Access::Read(snapshot) => visit_forward(snapshot.table::<T>()?, range, visit),
            Access::Write(opened) => opened.read::<T, _>(|table| visit_forward(table, range, visit)),
        }
    }

    /// Rows of a range from its end, until `visit` has enough.
    pub(super) fn scan_back<'r, T: Table, KR: Borrow<KeyOf<'r, T>> + 'r>(
        &self,
        _: T,
        range: impl RangeBounds<KR> + 'r,
        visit: impl FnMut(KeyOf<'_, T>, ValueOf<'_, T>) -> Go,
    ) -> Result<(), StoreError> {
        match &self.access {
            Access::Read(snapshot) => visit_back(snapshot.table::<T>()?, range, visit),
            Access::Write(opened) => opened.read::<T, _>(|table| visit_back(table, range, visit)),
        }
    }

    /// One record, decoded.
    pub(super) fn record<T: Table<Value = &'static [u8]>, R: Record>(
        &self,
        table: T,
        key: KeyOf<'_, T>,
    ) -> Result<Option<R::Domain>, StoreError> {
        self.get(table, key, R::decode)?.transpose()
    }
}

fn visit_forward<'r, K: Key + 'static, V: Value + 'static, KR: Borrow<K::SelfType<'r>> + 'r>(
    table: &impl ReadableTable<K, V>,
    range: impl RangeBounds<KR> + 'r,
    mut visit: impl FnMut(K::SelfType<'_>, V::SelfType<'_>) -> Go,
) -> Result<(), StoreError> {
    for row in table.range(range)? {
        let (key, value) = row?;
        if visit(key.value(), value.value()) == Go::Stop {
            break;
        }
    }
    Ok(())
}

fn visit_back<'r, K: Key + 'static, V: Value + 'static, KR: Borrow<K::SelfType<'r>> + 'r>(
    table: &impl ReadableTable<K, V>,
    range: impl RangeBounds<KR> + 'r,
    mut visit: impl FnMut(K::SelfType<'_>, V::SelfType<'_>) -> Go,
) -> Result<(), StoreError> {
    for row in table.range(range)?.rev() {
        let (key, value) = row?;
        if visit(key.value(), value.value()) == Go::Stop {
            break;
        }
    }
    Ok(())
}

/// What a deed changes; it can read what it has written.
pub struct Writing<'a> {
    reading: Reading<'a>,
    opened: Rc<Opened<'a>>,
    /// Something was written since the flag was last taken.
    touched: Cell<bool>,
    /// The number of the newest event of the feed, once it was looked up.
    pub(super) feed_position: Cell<Option<u64>>,
}

impl<'a> std::ops::Deref for Writing<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

impl<'a> Writing<'a> {
    pub(super) fn on(transaction: &'a redb::WriteTransaction) -> Self {
        let opened = Rc::new(Opened { transaction, tables: WrittenTables::default() });
        let reading = Reading { access: Access::Write(Rc::clone(&opened)) };
        Self { reading, opened, touched: Cell::new(false), feed_position: Cell::new(None) }
    }

    /// Whether something was written since this was last asked.
    pub(super) fn take_touched(&self) -> bool {
        self.touched.replace(false)
    }

    pub(super) fn put<T: Table>(&self, _: T, key: KeyOf<'_, T>, value: ValueOf<'_, T>) -> Result<(), StoreError> {
        self.touched.set(true);
        self.opened.change::<T>()?.insert(key, value)?;
        Ok(())
    }

    /// Writes a record under its key.
    pub(super) fn put_record<T: Table<Value = &'static [u8]>, R: Record>(
        &self,
        table: T,
        key: KeyOf<'_, T>,
        domain: &R::Domain,
    ) -> Result<(), StoreError> {
        self.put(table, key, R::encode(domain).as_slice())
    }

    /// Removes a row; says whether there was one.
    pub(super) fn remove<T: Table>(&self, _: T, key: KeyOf<'_, T>) -> Result<bool, StoreError> {
        self.touched.set(true);
        let was_there = self.opened.change::<T>()?.remove(key)?.is_some();
        Ok(was_there)
    }
}
